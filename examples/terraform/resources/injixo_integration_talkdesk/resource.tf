resource "injixo_integration_talkdesk" "example" {
  name                   = "Talkdesk"
  account_name           = "acme"
  client_id              = "injixo-client"
  region                 = "EU"
  client_secret_wo       = var.client_secret
  credentials_wo_version = "2026-11"
}

variable "client_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}
