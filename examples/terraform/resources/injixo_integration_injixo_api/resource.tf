resource "injixo_integration_injixo_api" "example" {
  name = "Own ACD"
}
