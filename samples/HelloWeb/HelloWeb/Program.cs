using FluentValidation;
using HelloWeb;
using HelloWeb.Greetings;
using OpenTelemetry.Metrics;
using Serilog;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSerilog(logging => logging.ReadFrom.Configuration(builder.Configuration));
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting").AddPrometheusExporter());
builder.Services.AddSingleton(Phrasebook.Load(Path.Combine(AppContext.BaseDirectory, "greetings.yaml")));
builder.Services.AddSingleton<IValidator<GreetingRequest>, GreetingRequestValidator>();
builder.Services.AddSingleton(new VisitLog(builder.Configuration.GetConnectionString("Visits")));
builder.Services.AddSingleton<GreetingCard>();

var app = builder.Build();
app.UseStaticFiles();
app.UseSerilogRequestLogging();

app.MapGet("/", async ([AsParameters] GreetingRequest request, Phrasebook phrases, IValidator<GreetingRequest> validator, VisitLog visits) =>
{
    var verdict = validator.Validate(request);
    if (!verdict.IsValid)
    {
        return Results.ValidationProblem(verdict.ToDictionary());
    }

    await visits.AddAsync(request.Visitor);
    return Results.Text(new Greeting(phrases.In(request.Tongue), request.Visitor).ToString());
});
app.MapGet("/about", () => Results.Content(AboutPage.Render(), "text/html"));
app.MapGet("/card", (string? name, Phrasebook phrases) => Results.Text(GreetingCard.Write(new Greeting(phrases.In("en"), name ?? "world")).ToString()));
app.MapPost("/card", async (string? name, Phrasebook phrases, GreetingCard card, CancellationToken cancellationToken)
    => await card.SendAsync(new Greeting(phrases.In("en"), name ?? "world"), cancellationToken) ? Results.Accepted() : Results.NotFound());
app.MapGet("/healthz", () => "healthy");
app.MapPrometheusScrapingEndpoint();

app.Run();
