data "injixo_people" "alice" {
  email = "alice@acme.example"
}

output "alice" {
  value = one(data.injixo_people.alice.people[*].id)
}
