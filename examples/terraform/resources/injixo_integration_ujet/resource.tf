resource "injixo_integration_ujet" "example" {
  name                   = "UJET"
  subdomain              = "acme"
  company_key_wo         = var.company_key
  company_secret_code_wo = var.company_secret_code
  credentials_wo_version = "2026-11"
}

variable "company_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "company_secret_code" {
  type      = string
  sensitive = true
  ephemeral = true
}
