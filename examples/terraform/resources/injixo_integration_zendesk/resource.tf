resource "injixo_integration_zendesk" "example" {
  name                   = "Zendesk"
  domain                 = "acme.zendesk.com"
  username               = "injixo@acme.example"
  queue_grouping         = "ivr"
  api_token_wo           = var.api_token
  credentials_wo_version = "2026-11"
}

variable "api_token" {
  type      = string
  sensitive = true
  ephemeral = true
}
