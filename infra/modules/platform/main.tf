# The key and the contact centre: they outlive every release, and none may destroy them.

module "encryption_key" {
  source = "../encryption-key"

  name = "switchboard"
}

module "connect_instance" {
  source = "../connect-instance"

  alias               = var.connect.alias
  identity_management = var.connect.identity_management
  phone_number        = var.connect.phone_number
  contact_flow_logs   = var.connect.contact_flow_logs
  kms_key_arn         = module.encryption_key.key_arn
}
