terraform {
  required_providers {
    injixo = {
      source  = "injixo-as-code/injixo"
      version = "~> 0.1"
    }
  }
}

# The token comes from INJIXO_TOKEN. Everything that this configuration manages carries the name of the workspace.
provider "injixo" {
  workspace = "contact-centre"
}
