resource "injixo_integration_vonage" "example" {
  name                   = "Vonage"
  client_id              = "injixo-client"
  region                 = "EMEA"
  queue_grouping         = "queue"
  client_secret_wo       = var.client_secret
  credentials_wo_version = "2026-11"
}

variable "client_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}
