resource "injixo_integration_genesys_cloud" "example" {
  name                              = "Genesys Cloud"
  api_key                           = "4f2c9f5e-injixo"
  region                            = "mypurecloud.de"
  import_detailed_on_queue_statuses = true
  api_secret_wo                     = var.api_secret
  credentials_wo_version            = "2026-11"
}

variable "api_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}
