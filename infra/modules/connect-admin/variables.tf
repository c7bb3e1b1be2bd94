variable "instance_id" {
  description = "Id of the Amazon Connect instance."
  type        = string
  nullable    = false
}

variable "hours" {
  description = <<-EOT
    When agents are available: an IANA time zone, and for each day (MONDAY to SUNDAY, in a list, so that a day may have two
    entries) when they open and close, in hours and minutes of 24 hours ("09:00"). From 00:00 to 00:00 is the whole day.
  EOT
  type = object({
    time_zone = string
    days = list(object({
      day   = string
      open  = string
      close = string
    }))
  })
  nullable = false

  validation {
    condition     = can(regex("^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+)+)$", var.hours.time_zone))
    error_message = "hours.time_zone: give an IANA time zone, such as America/New_York, or UTC. An abbreviation such as EST has no daylight saving time."
  }

  validation {
    condition     = length(var.hours.days) > 0 && length(distinct(var.hours.days)) == length(var.hours.days)
    error_message = "hours.days: give at least one day, and no entry twice."
  }

  validation {
    condition = alltrue([
      for entry in var.hours.days :
      contains(["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"], entry.day)
    ])
    error_message = "hours.days: give each day as MONDAY to SUNDAY, in capitals."
  }

  validation {
    condition = alltrue(flatten([
      for entry in var.hours.days : [
        for time in [entry.open, entry.close] : can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", time))
      ]
    ]))
    error_message = "hours.days: give times as hours and minutes of 24 hours in quotation marks, such as \"09:00\"; midnight is \"00:00\"."
  }
}

variable "hours_managed_in_console" {
  description = "Whether testers change the opening hours in the console. Then `hours` applies only when they are created, and plans ignore later changes. True in uat only."
  type        = bool
  default     = false
  nullable    = false
}

variable "queue_name" {
  description = "Name of the queue, 1 to 256 characters."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.queue_name) >= 1 && length(var.queue_name) <= 256
    error_message = "Give a name of 1 to 256 characters."
  }
}

variable "administrator" {
  description = "The person who administers an instance whose users sign in by SAML; null for none. `name` is the name that the identity provider sends, `email` an address for notifications."
  type = object({
    name       = string
    first_name = string
    last_name  = string
    email      = optional(string)
  })
  default = null

  validation {
    condition     = var.administrator == null || can(regex("^[a-zA-Z0-9_.@-]{1,64}$", var.administrator.name))
    error_message = "administrator.name: give up to 64 letters, digits and _ . @ -, as the identity provider sends it in RoleSessionName."
  }

  validation {
    condition     = try(length(var.administrator.first_name) > 0 && length(var.administrator.last_name) > 0, var.administrator == null)
    error_message = "administrator: give first and last name; Amazon Connect requires both."
  }

  validation {
    condition     = try(var.administrator.email, null) == null || can(regex("^[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,63}$", var.administrator.email))
    error_message = "administrator.email: give an e-mail address, or leave it out."
  }
}

variable "allows_console_changes" {
  description = "Whether people may change things in the console, as reported by the guard module: in the sandbox only."
  type        = bool
  nullable    = false
}
