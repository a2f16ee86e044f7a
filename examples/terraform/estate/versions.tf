terraform {
  required_version = ">= 1.11"

  required_providers {
    injixo = {
      source = "injixo-as-code/injixo"
    }
  }
}

# Endpoint and token come from INJIXO_ENDPOINT and INJIXO_TOKEN.
provider "injixo" {
  workspace = "contact-centre"
}
