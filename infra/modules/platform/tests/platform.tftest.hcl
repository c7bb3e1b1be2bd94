mock_provider "aws" {
  source = "../../tests/mocks"
}

run "a_number_and_an_instance_with_sign_on_by_saml" {
  # The instance and the key are not to be destroyed, so nothing can be applied here.
  command = plan

  variables {
    connect = {
      alias        = "example-switchboard-uat"
      phone_number = { country_code = "US", type = "DID" }
    }
  }

  assert {
    condition     = var.connect.identity_management == "SAML" && !var.connect.contact_flow_logs
    error_message = "People sign in by SAML and flows are not logged, unless somebody says otherwise."
  }
}
