using Dapper;
using Npgsql;
using Polly;
using Polly.Retry;

namespace HelloWeb;

/// <summary>Notes who came by in PostgreSQL, where <c>ConnectionStrings:Visits</c> says there is one.</summary>
internal sealed class VisitLog(string? connectionString)
{
    private readonly NpgsqlDataSource? _database = connectionString is null ? null : NpgsqlDataSource.Create(connectionString);

    private readonly ResiliencePipeline _retries = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions { ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(e => e.IsTransient) })
        .Build();

    public async Task AddAsync(string visitor)
    {
        if (_database is null)
        {
            return;
        }

        await _retries.ExecuteAsync(async cancellationToken =>
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteAsync("insert into visits (visitor, at) values (@visitor, now())", new { visitor });
        });
    }
}
