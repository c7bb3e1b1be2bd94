data "aws_connect_instance" "this" {
  count = var.administrator == null ? 0 : 1

  instance_id = var.instance_id
}

# Every instance comes with it.
data "aws_connect_security_profile" "admin" {
  count = var.administrator == null ? 0 : 1

  instance_id = var.instance_id
  name        = "Admin"
}

resource "aws_connect_user" "administrator" {
  count = var.administrator == null ? 0 : 1

  instance_id          = var.instance_id
  name                 = var.administrator.name
  routing_profile_id   = aws_connect_routing_profile.this.routing_profile_id
  security_profile_ids = [data.aws_connect_security_profile.admin[0].security_profile_id]

  # No `password`: it would be in the state. Amazon Connect refuses `email` for a user who signs in by SAML.
  identity_info {
    first_name      = var.administrator.first_name
    last_name       = var.administrator.last_name
    secondary_email = var.administrator.email
  }

  phone_config {
    phone_type = "SOFT_PHONE"
  }

  lifecycle {
    precondition {
      condition     = data.aws_connect_instance.this[0].identity_management_type == "SAML"
      error_message = "administrator: users of this instance have passwords, and Terraform would store this user's in its state. Leave it null, and create the user by hand, as the module's README describes."
    }
  }
}
