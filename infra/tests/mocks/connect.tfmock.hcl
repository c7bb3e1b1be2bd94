mock_resource "aws_connect_instance" {
  defaults = {
    arn          = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444"
    id           = "aaaaaaaa-1111-2222-3333-444444444444"
    status       = "ACTIVE"
    service_role = "arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_mock"
    created_time = "2026-01-01T00:00:00Z"
  }
}

mock_data "aws_connect_instance" {
  defaults = {
    arn                      = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444"
    id                       = "aaaaaaaa-1111-2222-3333-444444444444"
    instance_id              = "aaaaaaaa-1111-2222-3333-444444444444"
    instance_alias           = "mock-alias"
    identity_management_type = "SAML"
    status                   = "ACTIVE"
  }
}

mock_resource "aws_connect_phone_number" {
  defaults = {
    arn          = "arn:aws:connect:us-east-1:123456789012:phone-number/bbbbbbbb-1111-2222-3333-444444444444"
    id           = "bbbbbbbb-1111-2222-3333-444444444444"
    phone_number = "+15550100"
  }
}

mock_resource "aws_connect_hours_of_operation" {
  defaults = {
    arn                   = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444/operating-hours/cccccccc-1111-2222-3333-444444444444"
    hours_of_operation_id = "cccccccc-1111-2222-3333-444444444444"
    id                    = "aaaaaaaa-1111-2222-3333-444444444444:cccccccc-1111-2222-3333-444444444444"
  }
}

mock_resource "aws_connect_queue" {
  defaults = {
    arn      = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444/queue/dddddddd-1111-2222-3333-444444444444"
    queue_id = "dddddddd-1111-2222-3333-444444444444"
    id       = "aaaaaaaa-1111-2222-3333-444444444444:dddddddd-1111-2222-3333-444444444444"
  }
}

mock_resource "aws_connect_routing_profile" {
  defaults = {
    arn                = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444/routing-profile/eeeeeeee-1111-2222-3333-444444444444"
    routing_profile_id = "eeeeeeee-1111-2222-3333-444444444444"
    id                 = "aaaaaaaa-1111-2222-3333-444444444444:eeeeeeee-1111-2222-3333-444444444444"
  }
}

mock_resource "aws_connect_security_profile" {
  defaults = {
    arn                 = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444/security-profile/ffffffff-1111-2222-3333-444444444444"
    security_profile_id = "ffffffff-1111-2222-3333-444444444444"
    id                  = "aaaaaaaa-1111-2222-3333-444444444444:ffffffff-1111-2222-3333-444444444444"
  }
}

mock_data "aws_connect_security_profile" {
  defaults = {
    arn                 = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444/security-profile/ffffffff-9999-8888-7777-666666666666"
    security_profile_id = "ffffffff-9999-8888-7777-666666666666"
    id                  = "aaaaaaaa-1111-2222-3333-444444444444:ffffffff-9999-8888-7777-666666666666"
  }
}

mock_resource "aws_connect_user" {
  defaults = {
    arn     = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444/agent/99999999-1111-2222-3333-444444444444"
    user_id = "99999999-1111-2222-3333-444444444444"
    id      = "aaaaaaaa-1111-2222-3333-444444444444:99999999-1111-2222-3333-444444444444"
  }
}

mock_resource "aws_connect_contact_flow" {
  defaults = {
    arn             = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444/contact-flow/77777777-1111-2222-3333-444444444444"
    contact_flow_id = "77777777-1111-2222-3333-444444444444"
    id              = "aaaaaaaa-1111-2222-3333-444444444444:77777777-1111-2222-3333-444444444444"
  }
}

mock_resource "aws_connect_lambda_function_association" {
  defaults = {
    id = "aaaaaaaa-1111-2222-3333-444444444444,arn:aws:lambda:us-east-1:123456789012:function:mock-function:live"
  }
}

mock_resource "aws_connect_instance_storage_config" {
  defaults = {
    association_id = "88888888-1111-2222-3333-444444444444"
    id             = "aaaaaaaa-1111-2222-3333-444444444444:88888888-1111-2222-3333-444444444444:CALL_RECORDINGS"
  }
}
