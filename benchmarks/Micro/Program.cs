using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// `--smoke` runs every benchmark once inside this process: seconds, and it proves only that they run.
// Anything else is BenchmarkDotNet's own command line: `--filter '*PlaneSum*'`, `--list flat`, …
if (args is not ["--smoke"])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

var smoke = ManualConfig.CreateEmpty()
    .AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
    .AddLogger(NullLogger.Instance)
    .WithOptions(ConfigOptions.DisableLogFile)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "ronchi-micro"));
var reports = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).RunAll(smoke).SelectMany(summary => summary.Reports).ToList();
foreach (var report in reports)
    Console.WriteLine($"{(report.Success ? "ran   " : "FAILED")} {report.BenchmarkCase.Descriptor.GetFilterName()}");
return reports.Count > 0 && reports.All(report => report.Success) ? 0 : 1;
