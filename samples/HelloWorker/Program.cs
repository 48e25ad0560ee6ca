using HelloWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Greeter>();
builder.Build().Run();
