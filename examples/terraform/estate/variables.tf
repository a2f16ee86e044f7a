variable "regions" {
  description = "The Five9 accounts by name: their regions, and the queues that are forecast."
  type = map(object({
    region    = string
    time_zone = string
    queues    = list(string)
  }))
  default = {
    "Five9 EU" = { region = "EU", time_zone = "Europe/Berlin", queues = ["Customer Support", "Sales"] }
    "Five9 US" = { region = "US", time_zone = "America/New_York", queues = ["Sales"] }
  }
}

variable "five9_password" {
  description = "Reaches neither plan nor state."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "credentials_version" {
  description = "Change it to send the password again."
  type        = string
  default     = "2026-11"
}
