module "connect_admin" {
  source = "../connect-admin"

  instance_id            = var.platform.connect_instance_id
  hours                  = var.hours
  queue_name             = "Callers"
  administrator          = var.administrator
  allows_console_changes = var.environment.allows_console_changes
  # Testers change the opening hours there by hand, so a plan must not revert them.
  hours_managed_in_console = var.environment.name == "uat"
}

module "contact_flows" {
  source = "../contact-flows"

  instance_id     = var.platform.connect_instance_id
  instance_arn    = var.platform.connect_instance_arn
  phone_number_id = var.platform.phone_number_id
  convert_function = {
    function_name = module.vanity_convert.function_name
    alias_name    = module.vanity_convert.alias_name
    alias_arn     = module.vanity_convert.alias_arn
  }
  values = var.contact_flow.values
}
