output "environment" {
  description = "The environment. Everything that uses this output waits for the checks."
  value       = var.environment

  precondition {
    condition     = var.actual_account_id == var.account_id && var.actual_region == var.expected_region
    error_message = "Wrong account or region for ${var.environment}."
  }
}

output "is_production" {
  description = "Whether customers are served."
  value       = var.environment == "prod"
}

output "allows_chaos" {
  description = "Whether faults may be injected: not in production and not beside the pipelines."
  value       = !contains(["prod", "tooling"], var.environment)
}

output "allows_self_signed_certificate" {
  description = "Whether a self-signed certificate may be used."
  value       = contains(["sandbox", "dev"], var.environment)
}

output "allows_console_changes" {
  description = "Whether people may change things by hand."
  value       = var.environment == "sandbox"
}
