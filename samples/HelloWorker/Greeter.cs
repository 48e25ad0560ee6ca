namespace HelloWorker;

/// <summary>Says hello every ten seconds until it is told to stop.</summary>
internal sealed class Greeter(ILogger<Greeter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        do
        {
            logger.LogInformation("Hello from a worker.");
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
