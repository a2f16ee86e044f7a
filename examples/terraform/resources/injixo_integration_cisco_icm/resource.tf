resource "injixo_integration_cisco_icm" "example" {
  name                   = "Cisco ICM"
  client_id              = "injixo"
  time_zone              = "Europe/Berlin"
  peripheral_gateway1    = "pg1.acme.example"
  peripheral_gateway2    = "pg2.acme.example"
  connection_string_wo   = var.connection_string
  password_wo            = var.password
  credentials_wo_version = "2026-11"
}

variable "connection_string" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
