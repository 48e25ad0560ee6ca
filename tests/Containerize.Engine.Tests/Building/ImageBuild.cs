using System.Text.RegularExpressions;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>What a builder said, and the name of what it built.</summary>
internal sealed partial record ImageBuild(ImageBuilder Builder, string Tag, CommandResult Result)
{
    /// <summary>The diffID of the layer that BuildKit makes for a WORKDIR although the folder exists.</summary>
    public const string EmptyTar = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

    public string Text => Result.Output + Result.Error;

    public bool Succeeded => Result.ExitCode == 0;

    /// <exception cref="InvalidOperationException">With all that the builder said.</exception>
    public ImageBuild ShouldSucceed() => Succeeded ? this : throw new InvalidOperationException($"{Builder} ended with {Result.ExitCode}:{Environment.NewLine}{Text}");

    public Task<PulledImage> ReadAsync(TestWorkspace workspace) => Builder.ReadAsync(Tag, workspace);

    /// <summary>Of all layers, the lowest first.</summary>
    public Task<IReadOnlyList<string>> DiffIdsAsync() => Builder.DiffIdsAsync(Tag);

    /// <summary>Whether the step that runs a command was done anew in this build: then the command's output is in what the builder said.</summary>
    public bool Ran(string output) => Builder.IsBuildKit
        ? OutputLine().Matches(Text).Any(line => line.Value.Contains(output, StringComparison.Ordinal))
        : Text.Contains(output, StringComparison.Ordinal);

    /// <summary>Its plain progress: <c>#14 2.186   Restored …</c>; it also repeats the commands.</summary>
    [GeneratedRegex(@"^#\d+ \d+\.\d+ .*$", RegexOptions.Multiline)]
    private static partial Regex OutputLine();
}
