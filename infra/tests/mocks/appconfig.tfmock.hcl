mock_resource "aws_appconfig_application" {
  defaults = {
    arn = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234"
    id  = "abc1234"
  }
}

mock_resource "aws_appconfig_environment" {
  defaults = {
    arn            = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234/environment/def5678"
    id             = "def5678:abc1234"
    environment_id = "def5678"
    state          = "READY_FOR_DEPLOYMENT"
  }
}

mock_resource "aws_appconfig_configuration_profile" {
  defaults = {
    arn                      = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234/configurationprofile/ghi9012"
    id                       = "ghi9012:abc1234"
    configuration_profile_id = "ghi9012"
  }
}

mock_resource "aws_appconfig_hosted_configuration_version" {
  defaults = {
    arn            = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234/configurationprofile/ghi9012/hostedconfigurationversion/7"
    id             = "abc1234/ghi9012/7"
    version_number = 7
  }
}

mock_resource "aws_appconfig_deployment_strategy" {
  defaults = {
    arn = "arn:aws:appconfig:us-east-1:123456789012:deploymentstrategy/jkl3456"
    id  = "jkl3456"
  }
}

mock_resource "aws_appconfig_deployment" {
  defaults = {
    arn               = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234/environment/def5678/deployment/1"
    id                = "abc1234/def5678/1"
    deployment_number = 1
    state             = "DEPLOYING"
  }
}
