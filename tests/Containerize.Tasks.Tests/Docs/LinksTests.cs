using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

public sealed partial class LinksTests
{
    /// <summary>Names in code that look like properties and are none.</summary>
    public static TheoryData<string> Pages => [.. Repository.Pages.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file(string name)
    {
        var page = PageOf(name);

        foreach (var link in RelativeLinks(page).Where(link => link.File.Length > 0))
        {
            File.Exists(Resolve(page, link.File)).ShouldBeTrue($"{page} links to {link.File}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_heading_finds_it(string name)
    {
        var page = PageOf(name);

        foreach (var (file, anchor) in RelativeLinks(page).Where(link => link.Anchor.Length > 0))
        {
            var target = file.Length > 0 ? Page.Read(Resolve(page, file)) : page;
            target.Anchors.ShouldContain(anchor, $"{page} links to {target}#{anchor}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_property_and_item_in_code_is_in_the_table(string name)
        => PageOf(name).Snippets
            .SelectMany(snippet => OurName().Matches(snippet))
            .Select(match => match.Value)
            .Except(PropertyTable.Properties.Concat(PropertyTable.Items).Concat(PropertyTable.Targets), StringComparer.Ordinal)
            .ShouldBeEmpty(name);

    [Fact]
    public void Every_page_can_be_reached_from_the_readme()
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { "README.md" };
        for (var open = new Queue<Page>([PageOf("README.md")]); open.TryDequeue(out var page);)
        {
            var linked = RelativeLinks(page).Select(link => Path.GetRelativePath(Repository.Root, Resolve(page, link.File)).Replace('\\', '/'));
            foreach (var next in Repository.Pages.Where(other => linked.Contains(other.Name, StringComparer.Ordinal) && found.Add(other.Name)))
            {
                open.Enqueue(next);
            }
        }

        Repository.Pages.Select(page => page.Name).Except(found, StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static Page PageOf(string name) => Repository.Pages.Single(page => page.Name == name);

    private static IEnumerable<(string File, string Anchor)> RelativeLinks(Page page)
        => from link in page.Links
           where !link.Contains("://", StringComparison.Ordinal)
           let parts = link.Split('#', 2)
           select (parts[0], parts.Length > 1 ? parts[1] : string.Empty);

    private static string Resolve(Page page, string file)
        => file.Length > 0 ? Path.GetFullPath(file, Path.GetDirectoryName(page.FullPath)!) : page.FullPath;

    /// <summary>Not part of a longer name, such as a class or a private property.</summary>
    [GeneratedRegex(@"(?<![\w.])(Container(ized?)?[A-Z]\w*|LocalRegistry)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OurName();
}
