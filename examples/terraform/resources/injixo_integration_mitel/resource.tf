resource "injixo_integration_mitel" "example" {
  name                   = "Mitel"
  username               = "injixo"
  time_zone              = "Europe/Berlin"
  host                   = "mitel.acme.example"
  port                   = 1433
  password_wo            = var.password
  credentials_wo_version = "2026-11"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
