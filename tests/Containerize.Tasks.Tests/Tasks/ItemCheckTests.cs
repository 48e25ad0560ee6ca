using Containerize.Diagnostics;
using Containerize.Tasks;
using Containerize.TestKit;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>Items that MSBuild reads as something else than was meant.</summary>
public sealed class ItemCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly WarningLog log = new();

    public void Dispose() => folder.Dispose();

    [RanInto("a variable without a value", "no Value, or Vaule in its place", "warning CTZ1121, which names the metadata that are there")]
    [Fact]
    public void A_variable_or_label_without_a_value_is_told()
    {
        Tell(task => task.Add(
            ItemKind.EnvironmentVariable, new TaskItem("LOG"), With("MODE", "Vaule", "b"), With("EMPTY", "Value", ""), With("X", "Value", "y")));
        Tell(task => task.Add(ItemKind.Label, new TaskItem("team")));

        log.Warnings.Select(warning => warning.Code).ShouldBe([ErrorCodes.ValueMissing, ErrorCodes.ValueMissing, ErrorCodes.ValueMissing]);
        log.Warnings[0].Message.ShouldContain("'LOG'");
        log.Warnings[1].Message.ShouldContain("(but Vaule)");
        log.Warnings[2].Message.ShouldContain("ContainerLabel item 'team'");
    }

    [RanInto("arguments with * and ?", "--filter;*.md;/h?x=1 became --filter alone", "CTZ1119, which says how to write them")]
    [Theory]
    [InlineData("ContainerAppCommandArgs", "--filter;*.md;/h?x=1", "--filter", "'*.md'")]
    [InlineData("ContainerDefaultArgs", "a*", "a.txt;ab.txt", "'a*'")]
    [InlineData("ContainerHealthCheck", "curl;-f;http://localhost/h?x=1", "curl;-f", "'http://localhost/h?x=1'")]
    [InlineData("ContainerEntrypoint", @"\tools\init", "/tools/init", @"'\tools\init'")]
    [InlineData("ContainerEntrypointArgs", @"--match=\d+", "--match=/d+", @"'--match=\d+'")]
    [InlineData("ContainerAppCommand", "sh;-c;ls *", "sh;-c", "'ls *'")]
    [InlineData("ContainerDefaultArgs", "*.md\" Value=\"*.md", "", "'*.md'")]
    public void A_word_that_was_taken_for_files_is_an_error_that_says_how_to_write_it(string type, string written, string evaluated, string named)
    {
        WriteProject($"<{type} Include=\"{written}\" />");

        var error = Should.Throw<ContainerizeException>(() => Tell(task => Set(task, type, evaluated)));

        error.Code.ShouldBe(ErrorCodes.PatternInCommand);
        error.Message.ShouldContain(named);
        error.Message.ShouldContain("Value=\"");
        error.Message.ShouldContain("%2A");
    }

    [RanInto("arguments with * and ?", "a ContainerRun of rm -rf /var/lib/apt/lists/*: the command was not in the Dockerfile", "CTZ1119, which says how to write it")]
    [Fact]
    public void A_command_of_the_Dockerfile_is_such_a_word()
    {
        WriteProject("""<ContainerRun Include="rm -rf /var/lib/apt/lists/*" /><ContainerRun Include="clean" Command="rm -rf /tmp/*" />""");

        Should.Throw<ContainerizeException>(() => Tell(task =>
        {
            task.Add(ItemKind.Dockerfile, new TaskItem("Shop"));
            task.Add(ItemKind.Run, With("clean", "Command", "rm -rf /tmp/*"));
        })).Message.ShouldContain("Command=\"rm -rf /var/lib/apt/lists/*\"");
    }

    [Theory]
    [InlineData("<ContainerAppCommandArgs Include=\"%2A.md;a%3Fb\" />", "*.md;a?b")]
    [InlineData("<ContainerAppCommandArgs Include=\"filter\" Value=\"*.md\" />", "filter")]
    [InlineData("<ContainerAppCommandArgs Include=\"filter\"><Value>*.md</Value></ContainerAppCommandArgs>", "filter")]
    [InlineData("<ContainerAppCommandArgs Include=\"--x=**\" />", "--x=**")]
    [InlineData("<ContainerAppCommandArgs Include=\"@(Mine->'*%(Identity)')\" />", "a")]
    [InlineData("<Content Include=\"*.md\" />", "a")]
    public void What_reached_the_command_as_it_was_written_is_no_error(string item, string evaluated)
    {
        WriteProject(item);

        Tell(task => Set(task, "ContainerAppCommandArgs", evaluated));

        log.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<ContainerAppCommandArgs Include=\"*.md\" Condition=\"'$(A)' == 'b'\" />")]
    [InlineData("<ContainerAppCommandArgs Include=\"$(Unsure)\" />")]
    public void What_may_not_have_been_read_at_all_is_a_warning(string item)
    {
        WriteProject($"{item}</ItemGroup><PropertyGroup><Unsure>*.md</Unsure></PropertyGroup><ItemGroup>");

        Tell(task => Set(task, "ContainerAppCommandArgs", "a"));

        // A property may be set after the item that uses it, and then it was not used.
        log.Warnings.Count.ShouldBe(item.Contains("Unsure", StringComparison.Ordinal) ? 0 : 1);
    }

    [Fact]
    public void Files_that_are_imported_by_name_are_read_too()
    {
        folder.Write("Directory.Build.props", "<Project><Import Project=\"$(MSBuildThisFileDirectory)build/Image.props\" /><Import Project=\"Missing.props\" /></Project>");
        folder.Write("build/Image.props", "<Project><ItemGroup><ContainerDefaultArgs Include=\"*.nope\" /></ItemGroup><Import Project=\"../Directory.Build.props\" /></Project>");
        WriteProject(string.Empty);

        Should.Throw<ContainerizeException>(() => Tell(_ => { })).Message.ShouldContain(Path.Join("build", "Image.props"));
    }

    [Fact]
    public void A_project_that_is_no_XML_is_no_error_of_ours()
    {
        folder.Write("Shop/Shop.csproj", "#:sdk Microsoft.NET.Sdk");

        Should.NotThrow(() => Tell(_ => { }));
    }

    [RanInto("a command in one word", "ContainerHealthCheck with curl -f and an address in one item: unhealthy for ever", "CTZ1120, with the items to write")]
    [Theory]
    [InlineData("curl -f http://localhost:8080/")]
    [InlineData("dotnet Probe.dll")]
    [InlineData("/usr/bin/curl -f http://localhost:8080/")]
    [InlineData("/app/probe now")]
    [InlineData("./probe now")]
    [InlineData("my\ttool")]
    public void A_command_line_in_one_word_is_an_error(string word)
    {
        folder.Write("publish/probe", "x");

        var error = Should.Throw<ContainerizeException>(() => ProgramWord.Check("ContainerHealthCheck", [word], "/app", folder.At("publish"), log));

        error.Code.ShouldBe(ErrorCodes.CommandInOneWord);
        error.Message.ShouldContain(string.Join(';', word.Split([' ', '\t'])));
    }

    [Fact]
    public void A_program_with_a_blank_in_its_name_is_none()
    {
        folder.Write("publish/my tools/health check", "x");

        ProgramWord.Check("ContainerHealthCheck", ["/app/my tools/health check", "-q"], "/app", folder.At("publish"), log);
        ProgramWord.Check("ContainerHealthCheck", ["my tools/health check"], "/app/", folder.At("publish"), log);
        ProgramWord.Check("ContainerHealthCheck", ["dotnet", "/app/a b.dll"], "/app", folder.At("publish"), log);
        log.Warnings.ShouldBeEmpty();

        ProgramWord.Check("ContainerHealthCheck", ["/opt/my tool/run"], "/app", folder.At("publish"), log);
        log.Warnings.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.CommandInOneWord);
    }

    private sealed class WarningLog : IPublishLog
    {
        public List<(ErrorCode Code, string Message)> Warnings { get; } = [];

        public void Say(string line)
        {
        }

        public void Detail(string line)
        {
        }

        public void Warn(ErrorCode code, string message, SourcePlace? place = null) => Warnings.Add((code, message));

        public void Fail(ErrorCode code, string message, SourcePlace? place = null)
        {
        }
    }

    private void Tell(Action<ImageTask> fill)
    {
        using var task = new PublishContainerImage();
        fill(task);
        var items = new ImageItems(task.Description, new ProjectPaths(folder.At("Shop/Shop.csproj")));
        ItemChecks.Tell(items, CommandPatterns.Find(items, new Dictionary<string, string>(StringComparer.Ordinal)), log);
    }

    private void WriteProject(string items) => folder.Write("Shop/Shop.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{items}</ItemGroup></Project>");

    private static void Set(ImageTask task, string type, string words)
    {
        task.Add(Enum.Parse<ItemKind>(type["Container".Length..]), [.. words.Split(';').Select(word => new TaskItem(word))]);
    }

    private static TaskItem With(string name, string metadata, string value) => new(name, new Dictionary<string, string>(StringComparer.Ordinal) { [metadata] = value });
}
