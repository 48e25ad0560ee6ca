// Reads Dockerfiles with dockerfile-utils, which is an editor's reader of them and shares no code with us.
// Prints FILE:LINE: MESSAGE for all that it finds fault with, and then ends with 1. Run by lint.sh, which says where the module is.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// A file that is not there is another thing than a fault in it.
process.on("uncaughtException", error => {
    console.error(error.message);
    process.exit(2);
});

const [folder, ...files] = process.argv.slice(2);
const { validate, ValidationSeverity } = createRequire(`${folder}/`)("dockerfile-utils");
const { ERROR } = ValidationSeverity;

const settings = {
    deprecatedMaintainer: ERROR,
    directiveCasing: ERROR,
    emptyContinuationLine: ERROR,
    instructionCasing: ERROR,
    instructionCmdMultiple: ERROR,
    instructionEntrypointMultiple: ERROR,
    instructionHealthcheckMultiple: ERROR,
    instructionJSONInSingleQuotes: ERROR,
    instructionWorkdirRelative: ERROR,
};

for (const file of files) {
    for (const { range, message } of validate(readFileSync(file, "utf8"), settings)) {
        console.log(`${file}:${range.start.line + 1}: ${message}`);
        process.exitCode = 1;
    }
}
