using System.Text.RegularExpressions;

namespace Containerize.Dockerfiles.Rules;

/// <summary>What stands in ARG, ENV or LABEL, everybody who has the image can read.</summary>
internal static partial class SecretRules
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    public static IEnumerable<Fault> NoVariableIsNamedLikeASecret(Dockerfile file)
        =>
        [
            .. file.Arguments.Where(argument => IsSecret(argument.Name)).Select(argument => new Fault("head", $"ARG {argument.Name} looks like a secret")),
            .. Walk.Sites<Instruction.Arg>(file).Where(site => IsSecret(site.Instruction.Name))
                .Select(site => site.Fault($"{site.Instruction.Name} looks like a secret")),
            .. Walk.Sites<Instruction.Env>(file).Where(site => IsSecret(site.Instruction.Name))
                .Select(site => site.Fault($"{site.Instruction.Name} looks like a secret")),
        ];

    public static IEnumerable<Fault> NoLabelIsNamedLikeASecret(Dockerfile file)
        => Walk.Sites<Instruction.Label>(file).Where(site => IsSecret(site.Instruction.Name.Replace('.', '_').Replace('-', '_')))
            .Select(site => site.Fault($"{site.Instruction.Name} looks like a secret"));

    /// <summary>.NET's connection strings have names that say nothing (<c>ConnectionStrings__Shop</c>).</summary>
    public static IEnumerable<Fault> NoValueHoldsAPassword(Dockerfile file)
        =>
        [
            .. file.Arguments.Where(argument => PasswordInValue().IsMatch(argument.Value ?? string.Empty))
                .Select(argument => new Fault("head", $"ARG {argument.Name} holds a password")),
            .. Walk.Sites<Instruction>(file).Where(site => PasswordInValue().IsMatch(ValueOf(site.Instruction) ?? string.Empty))
                .Select(site => site.Fault("holds a password")),
        ];

    private static string? ValueOf(Instruction instruction) => instruction switch
    {
        Instruction.Arg argument => argument.Value,
        Instruction.Env variable => variable.Value,
        Instruction.Label label => label.Value,
        _ => null,
    };

    private static bool IsSecret(string name) => Secret().IsMatch(name) && !NoSecret().IsMatch(name);

    /// <summary>BuildKit's words (frontend/dockerfile/dockerfile2llb/validations.go), so that both say the same.</summary>
    [GeneratedRegex("(_|^)(apikey|auth|credentials?|key|password|pword|passwd|secret|token)(_|$)", Options)]
    private static partial Regex Secret();

    [GeneratedRegex("(_|^)(public|file|version)(_|$)", Options)]
    private static partial Regex NoSecret();

    [GeneratedRegex(@"(^|[;\s])(password|pwd|accountkey|sharedaccesskey|sharedsecret)\s*=\s*[^;\s]|://[^/@\s:]+:[^/@\s]+@", Options)]
    private static partial Regex PasswordInValue();
}
