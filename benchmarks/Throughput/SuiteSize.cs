namespace Ronchi.Throughput;

/// <summary>How much work a suite does: <see cref="Small"/> ends within a minute and runs in CI.</summary>
internal enum SuiteSize
{
    Small,
    Full,
}
