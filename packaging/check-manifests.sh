#!/usr/bin/env bash
# check-manifests.sh: validates the Kubernetes manifests against Kubernetes' own schemas, and the ECS task definition
# against the ECS API's model. Needs Python with kubernetes-validate and botocore (pip install kubernetes-validate botocore).
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../examples"

kubernetes-validate --strict kubernetes/*.yaml

python3 - ecs/*.json <<'PYTHON'
import json
import sys

import botocore.loaders
import botocore.model
import botocore.validate

model = botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model("ecs", "service-2"))
shape = model.operation_model("RegisterTaskDefinition").input_shape


def unknown(value, shape, path):
    """botocore's validator checks types and what is required, but lets unknown keys pass in nested structures."""
    if shape.type_name == "structure":
        for key, each in value.items():
            if key in shape.members:
                yield from unknown(each, shape.members[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}: no such key"
    elif shape.type_name == "list":
        for index, each in enumerate(value):
            yield from unknown(each, shape.member, f"{path}[{index}]")
    elif getattr(shape, "enum", None) and value not in shape.enum:
        yield f"{path}: {value} is none of {', '.join(shape.enum)}"


for file in sys.argv[1:]:
    task = json.load(open(file))
    report = botocore.validate.ParamValidator().validate(task, shape)
    problems = list(unknown(task, shape, file))
    if report.has_errors() or problems:
        sys.exit("\n".join([report.generate_report(), *problems]))
    print(f"INFO  {file} passed")
PYTHON
