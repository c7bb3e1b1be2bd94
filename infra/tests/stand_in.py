"""Serves the stand-in's providers until its input ends, with ids and ARNs in AWS's own forms.

The stand-in's values have the right type. Modules also check formats (an instance's id is a UUID), and the linter of IAM
policies needs real formats of ARNs, so this program makes those.

    stand_in.py FOLDER    prints "attached" and the values of TF_REATTACH_PROVIDERS and TF_CLI_CONFIG_FILE
"""
import hashlib
import json
import os
import pathlib
import re
import sys
import tempfile
import uuid

sys.path.insert(0, sys.argv[1])
import tfx  # noqa: E402

IN = "us-east-1:123456789012"
LAMBDA = f"arn:aws:lambda:{IN}:function"
INSTANCE = f"arn:aws:connect:{IN}:instance"
API = "arn:aws:apigateway:us-east-1::"
# The attributes that AWS decides, by type of resource or data source. A name in braces is another attribute of the
# resource; {uuid} and {short} are generated. Later lines may use earlier ones.
FORMS = {
    "aws_acm_certificate": {"arn": f"arn:aws:acm:{IN}:certificate/{{uuid}}"},
    "aws_acm_certificate_validation": {"id": "2026-01-01 00:00:00 +0000 UTC"},
    "aws_apigatewayv2_api": {
        "id": "{short}",
        "arn": f"{API}/apis/{{short}}",
        "execution_arn": f"arn:aws:execute-api:{IN}:{{short}}",
        "api_endpoint": "https://{short}.execute-api.us-east-1.amazonaws.com",
    },
    "aws_apigatewayv2_stage": {
        "arn": f"{API}/apis/{{api_id}}/stages/{{name}}",
        "execution_arn": f"arn:aws:execute-api:{IN}:{{api_id}}/{{name}}",
        "invoke_url": "https://{api_id}.execute-api.us-east-1.amazonaws.com/",
    },
    "aws_appconfig_application": {"id": "{short}", "arn": f"arn:aws:appconfig:{IN}:application/{{short}}"},
    "aws_cloudwatch_event_bus": {"arn": f"arn:aws:events:{IN}:event-bus/{{name}}"},
    "aws_cloudwatch_event_rule": {"arn": f"arn:aws:events:{IN}:rule/{{name}}"},
    "aws_cloudwatch_log_group": {"arn": f"arn:aws:logs:{IN}:log-group:{{name}}"},
    "aws_cloudwatch_metric_alarm": {"arn": f"arn:aws:cloudwatch:{IN}:alarm:{{alarm_name}}"},
    "aws_codebuild_project": {"arn": f"arn:aws:codebuild:{IN}:project/{{name}}"},
    "aws_codedeploy_app": {"arn": f"arn:aws:codedeploy:{IN}:application:{{name}}"},
    "aws_codedeploy_deployment_group": {
        "arn": f"arn:aws:codedeploy:{IN}:deploymentgroup:{{app_name}}/{{deployment_group_name}}",
    },
    "aws_codepipeline": {"arn": f"arn:aws:codepipeline:{IN}:{{name}}"},
    "aws_connect_contact_flow": {
        "contact_flow_id": "{uuid}",
        "arn": f"{INSTANCE}/{{instance_id}}/contact-flow/{{uuid}}",
    },
    "aws_connect_hours_of_operation": {
        "hours_of_operation_id": "{uuid}",
        "arn": f"{INSTANCE}/{{instance_id}}/operating-hours/{{uuid}}",
    },
    "aws_connect_instance": {"id": "{uuid}", "arn": f"{INSTANCE}/{{uuid}}", "identity_management_type": "SAML"},
    "aws_connect_phone_number": {
        "id": "{uuid}",
        "arn": f"arn:aws:connect:{IN}:phone-number/{{uuid}}",
        "phone_number": "+18005550100",
    },
    "aws_connect_queue": {"queue_id": "{uuid}", "arn": f"{INSTANCE}/{{instance_id}}/queue/{{uuid}}"},
    "aws_connect_routing_profile": {"routing_profile_id": "{uuid}"},
    "aws_connect_security_profile": {"security_profile_id": "{uuid}"},
    "aws_connect_user": {"user_id": "{uuid}"},
    "aws_dynamodb_table": {"arn": f"arn:aws:dynamodb:{IN}:table/{{name}}"},
    "aws_fis_experiment_template": {"id": "EXT{short}", "arn": f"arn:aws:fis:{IN}:experiment-template/EXT{{short}}"},
    "aws_iam_openid_connect_provider": {"arn": "arn:aws:iam::123456789012:oidc-provider/{short}"},
    "aws_iam_policy": {"arn": "arn:aws:iam::123456789012:policy/{name}"},
    "aws_iam_role": {"arn": "arn:aws:iam::123456789012:role/{name}", "id": "{name}"},
    "aws_kms_alias": {
        "arn": f"arn:aws:kms:{IN}:{{name}}",
        "target_key_id": "{uuid}",
        "target_key_arn": f"arn:aws:kms:{IN}:key/{{uuid}}",
    },
    "aws_kms_key": {"key_id": "{uuid}", "id": "{uuid}", "arn": f"arn:aws:kms:{IN}:key/{{uuid}}"},
    "aws_lambda_alias": {
        "arn": f"{LAMBDA}:{{function_name}}:{{name}}",
        "invoke_arn": f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{LAMBDA}:{{function_name}}:{{name}}/invocations",
    },
    "aws_lambda_function": {
        "arn": f"{LAMBDA}:{{function_name}}",
        "version": "1",
        "qualified_arn": f"{LAMBDA}:{{function_name}}:1",
        "invoke_arn": f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{LAMBDA}:{{function_name}}/invocations",
    },
    "aws_lambda_function_url": {"function_url": "https://{short}.lambda-url.us-east-1.on.aws/", "url_id": "{short}"},
    "aws_s3_bucket": {"id": "{bucket}", "arn": "arn:aws:s3:::{bucket}"},
    "aws_scheduler_schedule": {"arn": f"arn:aws:scheduler:{IN}:schedule/{{group_name}}/{{name}}"},
    "aws_scheduler_schedule_group": {"arn": f"arn:aws:scheduler:{IN}:schedule-group/{{name}}"},
    "aws_sesv2_configuration_set": {"arn": f"arn:aws:ses:{IN}:configuration-set/{{configuration_set_name}}"},
    "aws_sesv2_email_identity": {"arn": f"arn:aws:ses:{IN}:identity/{{email_identity}}"},
    "aws_sns_topic": {"arn": f"arn:aws:sns:{IN}:{{name}}", "id": f"arn:aws:sns:{IN}:{{name}}"},
    "aws_sqs_queue": {
        "arn": f"arn:aws:sqs:{IN}:{{name}}",
        "url": "https://sqs.us-east-1.amazonaws.com/123456789012/{name}",
        "id": "https://sqs.us-east-1.amazonaws.com/123456789012/{name}",
    },
    "aws_ssm_parameter": {
        "arn": f"arn:aws:ssm:{IN}:parameter{{name}}",
        "value": "{parameter}",
        "insecure_value": "{parameter}",
    },
}


def parameter(name):
    """The value of a parameter: a layer for AWS's own parameters; None for ours, which hold ids."""
    return f"arn:aws:lambda:{IN}:layer:fault-injection:7" if name.startswith("/aws/") else None


def as_aws_would(serve, fill):
    def filled(kind, block, value, nulls=False):
        out = fill(kind, block, value, nulls)
        seed = hashlib.sha256(json.dumps([kind, value], default=str).encode()).digest()
        own = {"uuid": str(uuid.UUID(bytes=seed[:16], version=4)), "short": seed.hex()[:10]}
        own["parameter"] = parameter(str(out.get("name"))) or own["uuid"]
        for name, form in FORMS.get(kind, {}).items():
            before = value.get(name)
            if serve.is_unknown(before) or nulls and before is None:
                out[name] = form.format_map({**out, **own})
        return out

    return filled


def named(infra):
    """The types of resources and data sources that are named anywhere in the infrastructure."""
    files = (path for path in infra.rglob("*") if path.suffix in (".tf", ".hcl", ".yaml"))
    return {name for path in files for name in re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b", path.read_text())}


def only(names, schema_files, folder):
    """Reduces the schemas to these types, because every run of Terraform decodes the whole schema: most of its time.

    A type that no provider has stays unknown, so Terraform still refuses it.
    """
    import proto

    def cut(address):
        schema = json.loads(schema_files(address)[0].read_bytes())
        for section in ("resource_schemas", "data_source_schemas", "ephemeral_resource_schemas"):
            schema[section] = {kind: one for kind, one in schema.get(section, {}).items() if kind in names}
        base = pathlib.Path(folder) / address.split("/")[1]
        as_json, as_bytes = base.with_suffix(".json"), base.with_suffix(".pb")
        as_json.write_text(json.dumps(schema))
        as_bytes.write_bytes(proto.provider_schema_response(schema))
        return as_json, as_bytes

    return cut


def main():
    # tfx starts itself again in its own virtual environment; this program must be started instead.
    execute = os.execv
    os.execv = lambda python, _: execute(python, [python, __file__, *sys.argv[1:]])
    tfx.own_python()
    import serve

    serve.fill = as_aws_would(serve, serve.fill)
    folder = tempfile.TemporaryDirectory()
    tfx.schema_files = only(named(pathlib.Path(__file__).parents[1]), tfx.schema_files, folder.name)
    with folder, tfx.Attached() as attached:
        values = [attached.env[name] for name in ("TF_REATTACH_PROVIDERS", "TF_CLI_CONFIG_FILE")]
        print("attached", *values, sep="\t", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
