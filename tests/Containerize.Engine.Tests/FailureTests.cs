using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A publish that fails says why in one line, and leaves nothing that looks like an image.</summary>
public sealed class FailureTests(HelloWeb web)
{
    [LabFact]
    public async Task A_base_that_is_not_there_is_one_coded_line_and_no_tag()
    {
        var repository = TheLab.NewName("no-base");

        var publication = await web.PublishAsync([.. HelloWeb.To(repository), $"-p:ContainerBaseImage={TheLab.Registry}/dotnet/aspnet:absent"]);

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ2001"], publication.Result.Text);
        publication.Result.Errors[0].Text.ShouldContain("dotnet/aspnet:absent");
        await ShouldHaveNoTagAsync(repository);
    }

    [LabFact]
    public async Task A_registry_that_takes_nothing_is_one_coded_line_that_names_it()
    {
        await using var registry = await OwnRegistry.StartAsync(OwnRegistry.ReadOnly);
        var repository = TheLab.NewName("read-only");

        var publication = await web.PublishAsync(HelloWeb.To(repository, registry.Address));

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3006"], publication.Result.Text);
        publication.Result.Errors[0].Text.ShouldContain(registry.Address);
        publication.Result.Errors[0].Text.ShouldContain("405");
        (await registry.Content.TagsAsync(repository)).ShouldBeEmpty();
    }

    [LabFact]
    public async Task A_registry_that_is_gone_is_one_coded_line_that_names_it()
    {
        string address;
        await using (var registry = await OwnRegistry.StartAsync())
        {
            address = registry.Address;
        }

        var publication = await web.PublishAsync([.. HelloWeb.To(TheLab.NewName("gone")), $"-p:ContainerRegistry={address}"]);

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3001"], publication.Result.Text);
        publication.Result.Errors[0].Text.ShouldContain(address);
    }

    private static async Task ShouldHaveNoTagAsync(string repository)
    {
        using var registry = new RegistryContent(TheLab.Registry);
        (await registry.TagsAsync(repository)).ShouldBeEmpty();
    }
}
