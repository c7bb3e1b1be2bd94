mock_resource "aws_codedeploy_app" {
  defaults = {
    arn            = "arn:aws:codedeploy:us-east-1:123456789012:application:mock-application"
    application_id = "11111111-2222-3333-4444-555555555555"
    id             = "11111111-2222-3333-4444-555555555555:mock-application"
  }
}

mock_resource "aws_codedeploy_deployment_group" {
  defaults = {
    arn                 = "arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:mock-application/mock-group"
    id                  = "22222222-3333-4444-5555-666666666666"
    deployment_group_id = "22222222-3333-4444-5555-666666666666"
    compute_platform    = "Lambda"
  }
}
