using System.Text.RegularExpressions;

namespace Containerize.TestKit.Projects;

/// <summary>What a command said and how it ended.</summary>
/// <param name="Lines">Standard output and standard error, as they came.</param>
public sealed partial record DotnetResult(IReadOnlyList<string> Arguments, int ExitCode, IReadOnlyList<string> Lines)
{
    public bool Succeeded => ExitCode == 0;

    public string Text => string.Join(Environment.NewLine, Lines);

    /// <summary>Every error, once for each line that reports it.</summary>
    public IReadOnlyList<BuildMessage> Errors => Messages("error");

    public IReadOnlyList<BuildMessage> Warnings => Messages("warning");

    /// <exception cref="InvalidOperationException">With everything the command said.</exception>
    public DotnetResult ShouldSucceed() => Succeeded
        ? this
        : throw new InvalidOperationException($"dotnet {string.Join(' ', Arguments)} ended with {ExitCode}:{Environment.NewLine}{Text}");

    /// <summary><c>dotnet build</c> asks for a summary, whatever we ask for, and that lists everything again.</summary>
    private List<BuildMessage> Messages(string kind) =>
    [
        .. Lines.TakeWhile(line => line is not ("Build FAILED." or "Build succeeded.")).Select(line => MessagePattern().Match(line))
            .Where(match => match.Success && match.Groups["kind"].Value == kind)
            .Select(match => new BuildMessage(match.Groups["code"].Value, match.Groups["text"].Value, match.Value)),
    ];

    [GeneratedRegex(@"^.*?\b(?<kind>error|warning) (?<code>[A-Z]{2,}\d{3,5})\s*:\s*(?<text>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex MessagePattern();
}
