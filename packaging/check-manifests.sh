#!/usr/bin/env bash
# check-manifests.sh: validates the Kubernetes manifests against the schemas of Kubernetes' own API, and the ECS task
# definition against the model of the ECS API, unknown keys included. Needs npm, and Python with botocore.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../examples"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
npm install --silent --no-audit --no-fund --prefix "$scratch" kubernetes-models@5.1.0 typescript@5 yaml@2 >&2

# Each manifest as a literal of its type, so that the compiler finds unknown keys; the schema is applied when it runs.
cat >"$scratch/manifests.mjs" <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

for (const file of process.argv.slice(2)) {
    parseAllDocuments(readFileSync(file, "utf8")).forEach((document, index) => {
        const { apiVersion, kind, ...rest } = document.toJS();
        console.log(`import { ${kind} as Model${index} } from "kubernetes-models/${apiVersion}";`);
        console.log(`new Model${index}(${JSON.stringify(rest, null, 2)}).validate();`);
        console.log(`console.log("ok      ${file}: ${kind}");`);
    });
}
JAVASCRIPT
node "$scratch/manifests.mjs" kubernetes/*.yaml >"$scratch/check.mts"
(cd "$scratch" && node_modules/.bin/tsc --strict --skipLibCheck --target esnext --module nodenext check.mts && node check.mjs)

python3 - ecs/*.json <<'PYTHON'
import json
import sys

import botocore.loaders
import botocore.model
import botocore.validate

model = botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model("ecs", "service-2"))
shape = model.operation_model("RegisterTaskDefinition").input_shape

for file in sys.argv[1:]:
    task = json.load(open(file))
    report = botocore.validate.ParamValidator().validate(task, shape)
    if report.has_errors():
        sys.exit(f"FAILED  {file}: {report.generate_report()}")
    print(f"ok      {file}")
PYTHON
