using Containerize.Describing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class MachinePathsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Assemblies_that_were_compiled_with_mapped_paths_are_not_told_of()
    {
        MachinePaths.Tell([typeof(MachinePaths).Assembly.Location], log);

        log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_no_assembly_or_is_not_there_is_passed_over()
    {
        folder.Write("text.dll", "no assembly");

        MachinePaths.Tell([folder.At("text.dll"), folder.At("absent.dll")], log);

        log.Lines.ShouldBeEmpty();
    }
}
