using Containerize.Diagnostics;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

public sealed class ErrorPagesTests
{
    private static readonly string Folder = Path.Join(Repository.Docs, "errors");

    public static TheoryData<string, string> Codes => [.. ErrorCodes.All.Select(code => (code.Id, code.Title))];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_page_with_its_title(string id, string title)
        => PageOf(id).Title.ShouldBe($"{id} · {title}");

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_page_says_when_it_happens_what_it_looks_like_and_what_to_do(string id, string title)
    {
        var page = PageOf(id);

        foreach (var heading in (string[])["## When it happens", "## Example", "## What to do"])
        {
            page.Section(heading).ShouldContain(line => line.Length > 0, $"{id} ({title}): {heading}");
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_example_is_one_line_with_the_code(string id, string title)
    {
        var line = PageOf(id).Section("## Example").Where(text => text.Length > 0 && text != "```").ShouldHaveSingleItem(title);

        (line.StartsWith($"error {id}: ", StringComparison.Ordinal) || line.StartsWith($"warning {id}: ", StringComparison.Ordinal)).ShouldBeTrue(line);
    }

    /// <summary>
    /// Read from the sources, since not every failure can be had in a test. A message whose words are mostly a run's own proves little, so
    /// some must be written.
    /// </summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void The_example_is_a_message_that_the_sources_have_for_the_code(string id, string title)
    {
        var line = PageOf(id).Section("## Example").Single(text => text.Length > 0 && text != "```");
        var message = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];

        var templates = MessageTemplates.Of(id).Where(template => template.Letters >= 12).ToList();

        templates.Any(template => template.Fits(message))
            .ShouldBeTrue($"{id} ({title}): {message}{Environment.NewLine}is none of{Environment.NewLine}{string.Join(Environment.NewLine, templates.Select(template => template.Pattern))}");
    }

    [Fact]
    public void Errors_and_warnings_of_targets_carry_the_link_of_their_code()
    {
        foreach (var element in MessageTemplates.ElementsWithCodes())
        {
            var id = (string)element.Attribute("Code")!;
            ((string?)element.Attribute("HelpLink")).ShouldBe($"$(_ContainerizeErrorPages.Replace('CODE', '{id}'))", (string?)element.Attribute("Text"));
        }
    }

    [Fact]
    public void The_index_lists_every_code_with_its_title_in_order()
        => Page.Read(Path.Join(Folder, "README.md")).Text.Split('\n').Where(line => line.StartsWith("| [CTZ", StringComparison.Ordinal))
            .ShouldBe(ErrorCodes.All.Select(code => $"| [{code.Id}]({code.Id}.md) | {code.Title} |"));

    [Fact]
    public void No_page_is_without_a_code()
        => Directory.EnumerateFiles(Folder).Select(Path.GetFileName).ShouldBe(
            ErrorCodes.All.Select(code => code.Id + ".md").Append("README.md"), ignoreOrder: true);

    [Fact]
    public void No_code_has_two_meanings()
        => ErrorCodes.All.Select(code => code.Id).ShouldBeUnique();

    private static Page PageOf(string id) => Page.Read(Path.Join(Folder, id + ".md"));
}
