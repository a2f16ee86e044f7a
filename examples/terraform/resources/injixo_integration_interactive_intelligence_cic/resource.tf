resource "injixo_integration_interactive_intelligence_cic" "example" {
  name                 = "Interactive Intelligence CIC"
  time_zone            = "Europe/Berlin"
  acd_server_addresses = ["cic1.acme.example:5000", "cic2.acme.example:5000"]
}
