output "tags" {
  description = "Tags for default_tags of the provider."
  value = tomap({
    Project     = "switchboard"
    Environment = var.environment
    Owner       = var.owner
    CostCenter  = var.cost_center
    Repository  = var.repository
    ManagedBy   = "terraform"
  })
}
