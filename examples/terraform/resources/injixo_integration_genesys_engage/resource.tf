resource "injixo_integration_genesys_engage" "example" {
  name                     = "Genesys Engage"
  username                 = "injixo"
  database_adapter         = "mssql"
  host                     = "engage.acme.example"
  port                     = 1433
  etl_database             = "genesys_etl"
  configuration_database   = "genesys_cfg"
  import_agent_status_data = true
  password_wo              = var.password
  credentials_wo_version   = "2026-11"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
