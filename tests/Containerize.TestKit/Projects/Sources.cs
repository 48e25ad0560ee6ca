namespace Containerize.TestKit.Projects;

/// <summary>Programs just big enough to be published.</summary>
public static class Sources
{
    public const string Console = """
        System.Console.WriteLine("hello");
        """;

    public const string Web = """
        var app = WebApplication.CreateBuilder(args).Build();
        app.UseStaticFiles();
        app.MapGet("/", () => "hello");
        app.Run();
        """;

    public const string Worker = """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Work>();
        builder.Build().Run();

        sealed class Work : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """;

    public const string BlazorWebAssembly = """
        await Microsoft.AspNetCore.Components.WebAssembly.Hosting.WebAssemblyHostBuilder.CreateDefault(args).Build().RunAsync();
        """;

    public const string Library = """
        namespace Shared;

        public static class Greeting
        {
            public static string Text => "hello";
        }
        """;

    public const string FSharpConsole = """
        printfn "hello"
        """;
}
