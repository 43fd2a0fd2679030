using Ronchi.Contracts;
using Ronchi.Engine.Run;

namespace Ronchi.Tests.Engine;

public sealed class ThreadsContractTests : ExecutorContract
{
    protected override Executor Create(int threads) => new CpuExecutor(threads);
}

public sealed class InlineContractTests : ExecutorContract
{
    protected override Executor Create(int threads) => new InlineExecutor();
}

public sealed class DelayedContractTests : ExecutorContract
{
    protected override Executor Create(int threads) => new DelayedExecutor(threads);
}

public sealed class PipelinedContractTests : ExecutorContract
{
    protected override Executor Create(int threads) => new PipelinedExecutor(threads);
}
