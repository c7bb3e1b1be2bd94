mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "vanity-numbers"
  function_name            = "vanity-lookup"
  alias_name               = "live"
  alias_invoke_arn         = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup:live/invocations"
  authorization            = { type = "AWS_IAM" }
  throttling               = { rate = 50, burst = 100 }
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 30
  server_errors_alarm_name = "vanity-numbers-api-server-errors"

  # An ephemeral variable must be set in a test that applies, even to its default.
  self_signed_private_key_pem = ""
}

run "certificate_of_acm" {
  variables {
    domain = { name = "api.example.com", hosted_zone_id = "Z0123456789ABCDEFGHIJ" }
  }

  override_resource {
    target = aws_acm_certificate_validation.issued
    values = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/aaaaaaaa-2222-3333-4444-555555555555" }
  }

  assert {
    condition     = aws_apigatewayv2_api.this.disable_execute_api_endpoint
    error_message = "The name that API Gateway made up must be closed: it would be a way around the domain."
  }

  assert {
    condition = (
      aws_acm_certificate.issued[0].domain_name == "api.example.com" && aws_acm_certificate.issued[0].validation_method == "DNS" &&
      length(aws_acm_certificate.self_signed) == 0
    )
    error_message = "ACM must issue a certificate for the domain, validated by DNS."
  }

  assert {
    condition = [
      aws_route53_record.validation[0].zone_id, aws_route53_record.validation[0].name, aws_route53_record.validation[0].type,
      one(aws_route53_record.validation[0].records),
      ] == [
      "Z0123456789ABCDEFGHIJ", "_0123456789abcdef.api.example.com.", "CNAME", "_fedcba9876543210.acm-validations.aws.",
    ]
    error_message = "The validation record is not what ACM wants to see."
  }

  assert {
    condition = (
      aws_apigatewayv2_domain_name.this[0].domain_name == "api.example.com" &&
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].certificate_arn == aws_acm_certificate_validation.issued[0].certificate_arn &&
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].endpoint_type == "REGIONAL" &&
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].security_policy == "TLS_1_2"
    )
    error_message = "The domain must be regional, take TLS 1.2 at least, and wait for its certificate."
  }

  assert {
    condition     = length(aws_apigatewayv2_domain_name.this[0].mutual_tls_authentication) == 0
    error_message = "Client certificates must not be required unless configured."
  }

  assert {
    condition = (
      aws_apigatewayv2_api_mapping.this[0].api_id == aws_apigatewayv2_api.this.id &&
      aws_apigatewayv2_api_mapping.this[0].domain_name == aws_apigatewayv2_domain_name.this[0].id &&
      aws_apigatewayv2_api_mapping.this[0].stage == "$default"
    )
    error_message = "The domain leads to another API, or another stage."
  }

  assert {
    condition = (
      aws_route53_record.api[0].zone_id == "Z0123456789ABCDEFGHIJ" && aws_route53_record.api[0].name == "api.example.com" &&
      aws_route53_record.api[0].type == "A" &&
      aws_route53_record.api[0].alias[0].name == "d-abcdef1234.execute-api.us-east-1.amazonaws.com" &&
      aws_route53_record.api[0].alias[0].zone_id == "Z1UJRXOUMOOFQ8"
    )
    error_message = "The domain's record must be an alias of what API Gateway serves it at."
  }

  assert {
    condition     = output.endpoint == "https://api.example.com" && output.certificate_validation_record == null
    error_message = "The output must name the domain."
  }

  assert {
    condition     = output.probe_endpoint == "https://api.example.com"
    error_message = "The probe calls what people call, where it trusts the certificate."
  }
}

run "dns_elsewhere" {
  variables {
    domain = { name = "api.example.com" }
  }

  assert {
    condition     = length(aws_route53_record.validation) == 0 && length(aws_route53_record.api) == 0
    error_message = "There are records in a zone that is not ours."
  }

  assert {
    condition = output.domain_target == {
      domain_name    = "d-abcdef1234.execute-api.us-east-1.amazonaws.com"
      hosted_zone_id = "Z1UJRXOUMOOFQ8"
    }
    error_message = "The output must name the target of the DNS record."
  }

  assert {
    condition = output.certificate_validation_record == {
      name  = "_0123456789abcdef.api.example.com."
      type  = "CNAME"
      value = "_fedcba9876543210.acm-validations.aws."
    }
    error_message = "The output must name the record that ACM requires."
  }
}

run "self_signed" {
  variables {
    allows_self_signed_certificate = true
    domain = {
      name        = "api.example.com"
      self_signed = { certificate_pem = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n" }
    }
    self_signed_private_key_pem = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n"
  }

  assert {
    condition     = aws_acm_certificate.self_signed[0].certificate_body == var.domain.self_signed.certificate_pem && length(aws_acm_certificate.issued) == 0
    error_message = "The given certificate must be imported, and no other issued."
  }

  assert {
    condition     = aws_acm_certificate.self_signed[0].private_key == null && aws_acm_certificate.self_signed[0].private_key_wo == null
    error_message = "The private key is in the state."
  }

  assert {
    condition     = aws_acm_certificate.self_signed[0].private_key_wo_version == parseint(substr(sha256(var.domain.self_signed.certificate_pem), 0, 7), 16)
    error_message = "A new certificate does not bring its key along."
  }

  assert {
    condition = (
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].certificate_arn == aws_acm_certificate.self_signed[0].arn &&
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].security_policy == "TLS_1_2"
    )
    error_message = "The domain serves another certificate."
  }

  assert {
    condition     = !aws_apigatewayv2_api.this.disable_execute_api_endpoint && output.probe_endpoint == "https://abcdef1234.execute-api.us-east-1.amazonaws.com"
    error_message = "The probe, which trusts Amazon's roots only, needs the name that API Gateway made up."
  }

  assert {
    condition     = output.endpoint == "https://api.example.com"
    error_message = "The output must name the domain in this case too."
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "AWS_IAM"])
    error_message = "By that name too, every route wants a signature."
  }
}

run "mutual_tls" {
  variables {
    domain = {
      name           = "api.example.com"
      hosted_zone_id = "Z0123456789ABCDEFGHIJ"
      mutual_tls     = { truststore_uri = "s3://switchboard-truststore/clients.pem", truststore_version = "3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY" }
    }
  }

  assert {
    condition = (
      one(aws_apigatewayv2_domain_name.this[0].mutual_tls_authentication).truststore_uri == "s3://switchboard-truststore/clients.pem" &&
      one(aws_apigatewayv2_domain_name.this[0].mutual_tls_authentication).truststore_version == "3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    )
    error_message = "Clients must be asked for a certificate that this version of the truststore vouches for."
  }

  assert {
    condition     = aws_apigatewayv2_api.this.disable_execute_api_endpoint && output.probe_endpoint == null
    error_message = "There is a way around mutual TLS."
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "AWS_IAM"])
    error_message = "A certificate does not replace a signature."
  }
}

run "mutual_tls_with_a_certificate_that_was_imported" {
  variables {
    allows_self_signed_certificate = true
    domain = {
      name        = "api.example.com"
      self_signed = { certificate_pem = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n" }
      mutual_tls  = { truststore_uri = "s3://switchboard-truststore/clients.pem", truststore_version = "3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY" }
    }
    self_signed_private_key_pem = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n"
  }

  override_resource {
    target = aws_acm_certificate.self_signed
    values = { arn = "arn:aws:acm:us-east-1:123456789012:certificate/bbbbbbbb-2222-3333-4444-555555555555" }
  }

  assert {
    condition = (
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].certificate_arn == "arn:aws:acm:us-east-1:123456789012:certificate/bbbbbbbb-2222-3333-4444-555555555555" &&
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].ownership_verification_certificate_arn == "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
    )
    error_message = "The imported certificate must be served, and one of ACM must prove that the domain is ours."
  }

  assert {
    condition     = aws_apigatewayv2_api.this.disable_execute_api_endpoint && output.probe_endpoint == null
    error_message = "A self-signed certificate must not open a way around mutual TLS."
  }
}

run "a_self_signed_certificate_is_refused_where_it_is_not_allowed" {
  command = plan

  variables {
    domain = {
      name        = "api.example.com"
      self_signed = { certificate_pem = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n" }
    }
    self_signed_private_key_pem = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n"
  }

  expect_failures = [var.domain]
}

run "a_certificate_without_its_key_is_refused" {
  command = plan

  variables {
    allows_self_signed_certificate = true
    domain = {
      name        = "api.example.com"
      self_signed = { certificate_pem = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n" }
    }
  }

  expect_failures = [var.self_signed_private_key_pem]
}

run "a_key_without_its_certificate_is_refused" {
  command = plan

  variables {
    domain                      = { name = "api.example.com" }
    self_signed_private_key_pem = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n"
  }

  expect_failures = [var.self_signed_private_key_pem]
}

run "a_key_in_the_place_of_the_certificate_is_refused" {
  command = plan

  variables {
    allows_self_signed_certificate = true
    domain = {
      name        = "api.example.com"
      self_signed = { certificate_pem = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n" }
    }
    self_signed_private_key_pem = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n"
  }

  expect_failures = [var.domain]
}

run "a_url_is_no_domain" {
  command = plan

  variables {
    domain = { name = "https://api.example.com" }
  }

  expect_failures = [var.domain]
}

run "the_path_of_a_zone_is_refused" {
  command = plan

  variables {
    domain = { name = "api.example.com", hosted_zone_id = "/hostedzone/Z0123456789ABCDEFGHIJ" }
  }

  expect_failures = [var.domain]
}

run "a_truststore_outside_s3_is_refused" {
  command = plan

  variables {
    domain = {
      name       = "api.example.com"
      mutual_tls = { truststore_uri = "https://example.com/clients.pem", truststore_version = "1" }
    }
  }

  expect_failures = [var.domain]
}
