resource "injixo_integration_freshdesk_contact_center" "example" {
  name                   = "Freshdesk Contact Center"
  domain                 = "acme.freshcaller.com"
  queue_grouping         = "routing"
  api_key_wo             = var.api_key
  credentials_wo_version = "2026-11"
}

variable "api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}
