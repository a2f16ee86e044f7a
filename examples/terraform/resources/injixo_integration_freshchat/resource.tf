resource "injixo_integration_freshchat" "example" {
  name                   = "Freshchat"
  domain                 = "acme.freshchat.com"
  api_key_wo             = var.api_key
  credentials_wo_version = "2026-11"
}

variable "api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}
