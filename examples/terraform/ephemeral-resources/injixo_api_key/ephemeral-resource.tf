resource "injixo_integration_injixo_api" "push" {
  name = "Push"
}

# Change the text to make another key.
resource "terraform_data" "generation" {
  triggers_replace = "2026-11"
}

# The id of terraform_data is only known in the apply, so no plan uses the key up.
ephemeral "injixo_api_key" "push" {
  integration_id = injixo_integration_injixo_api.push.id
  generation     = terraform_data.generation.id
}

# Hand it to your secret store, here a file. A write-only attribute of another provider does as well.
resource "terraform_data" "store" {
  triggers_replace = terraform_data.generation.id

  provisioner "local-exec" {
    command     = "umask 077 && printf %s \"$KEY\" > api-key"
    environment = { KEY = ephemeral.injixo_api_key.push.value }
  }
}
