mock_resource "aws_sesv2_email_identity" {
  defaults = {
    arn                         = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    id                          = "example.com"
    identity_type               = "DOMAIN"
    verification_status         = "PENDING"
    verified_for_sending_status = false
  }
}

mock_resource "aws_sesv2_configuration_set" {
  defaults = {
    arn = "arn:aws:ses:us-east-1:123456789012:configuration-set/mock-configuration-set"
    id  = "mock-configuration-set"
  }
}
