resource "injixo_integration_sikom" "example" {
  name                     = "Sikom"
  username                 = "injixo"
  time_zone                = "Europe/Berlin"
  host                     = "sikom.acme.example"
  port                     = 5432
  import_agent_status_data = true
  password_wo              = var.password
  credentials_wo_version   = "2026-11"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
