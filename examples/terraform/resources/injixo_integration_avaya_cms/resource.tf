resource "injixo_integration_avaya_cms" "example" {
  name                   = "Avaya CMS"
  time_zone              = "Europe/Berlin"
  import_real_time_data  = true
  port                   = 7000
  connection_string_wo   = var.connection_string
  credentials_wo_version = "2026-11"
}

variable "connection_string" {
  type      = string
  sensitive = true
  ephemeral = true
}
