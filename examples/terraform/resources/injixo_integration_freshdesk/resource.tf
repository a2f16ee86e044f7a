resource "injixo_integration_freshdesk" "example" {
  name                   = "Freshdesk"
  domain                 = "acme.freshdesk.com"
  api_key_wo             = var.api_key
  credentials_wo_version = "2026-11"
}

variable "api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}
