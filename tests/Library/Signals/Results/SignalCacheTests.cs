using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Xunit;

namespace Ronchi.Tests.Signals.Results;

public sealed class SignalCacheTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsKept_NeverExceedsTheBudget_AndIsWhatWasAskedForLast()
    {
        const int seed = 12;
        var random = new Random(seed);
        var cache = new SignalCache(40_000);
        var recent = new List<int>();
        for (var i = 0; i < 400; i++)
        {
            var key = random.Next(30);
            var computed = cache.Computed;
            var results = await GetAsync(cache, key, Bytes(key));
            Assert.Equal(Bytes(key), results[0].Values.Length);
            Assert.InRange(cache.Bytes, 0, cache.Budget);
            Assert.True(cache.Computed == computed || cache.Computed == computed + 1, $"seed {seed}");
            if (Bytes(key) > cache.Budget)
                continue;
            recent.Remove(key);
            recent.Insert(0, key);
            // Whatever fits is there; asked for the oldest first, the order stays.
            var sum = 0L;
            foreach (var kept in recent.TakeWhile(one => (sum += Bytes(one) + 24) <= cache.Budget).Reverse())
                Assert.NotNull(cache.Find(kept));
        }

        static int Bytes(int key) => key == 0 ? 50_000 : 1_000 * key;
    }

    [Fact]
    public async Task LargerThanTheBudget_EvictsNothing_AndIsFoundWhileItIsHeld()
    {
        var cache = new SignalCache(1_000);
        await GetAsync(cache, "small", 500);
        var large = await GetAsync(cache, "large", 5_000);

        Assert.NotNull(cache.Find("small"));
        Assert.InRange(cache.Bytes, 500, 1_000);
        Assert.Same(large[0], (await GetAsync(cache, "large", 5_000))[0]);
        Assert.Equal(2, cache.Computed);
        GC.KeepAlive(large);
    }

    [Fact]
    public void Bytes_CountMasksAndEntriesOfEntries()
    {
        var plain = new ResultArray("a", ResultKind.Scan, ElementType.F64, new Extent(10), new double[10]);
        var lists = new ResultArray("b", ResultKind.Scan, ElementType.Object, new Extent(2), new object?[] { new double[1000], null });

        Assert.Equal(104, ResultBytes.Of(plain));
        Assert.Equal(114, ResultBytes.Of(plain with { Valid = new bool[10] }));
        Assert.InRange(ResultBytes.Of(lists), 8_000, 8_100);
    }

    [Fact]
    public async Task NotToBeKept_IsComputedAgain()
    {
        var cache = new SignalCache();
        for (var i = 0; i < 2; i++)
            await cache.GetAsync("partial", _ => Task.FromResult((Of(10), false)), Cancellation);

        Assert.Equal((2, 0), (cache.Computed, cache.Bytes));
    }

    [Fact]
    public async Task EqualRequestsAtTheSameTime_AreOneComputation_ThatEndsWhenNobodyWaits()
    {
        var cache = new SignalCache();
        var isRunning = new TaskCompletionSource();
        var wasCancelled = new TaskCompletionSource();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var one = cache.GetAsync("key", ComputeAsync, first.Token);
        await isRunning.Task;
        var two = cache.GetAsync("key", ComputeAsync, second.Token);

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(wasCancelled.Task.IsCompleted);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);

        // Whoever gives up last leaves nothing behind that still runs.
        Assert.True(wasCancelled.Task.IsCompleted);
        Assert.Equal(1, cache.Computed);
        Assert.Single(await GetAsync(cache, "key", 10));
        Assert.Equal(2, cache.Computed);

        async Task<(IReadOnlyList<ResultArray>, bool)> ComputeAsync(CancellationToken token)
        {
            isRunning.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                wasCancelled.SetResult();
            }

            return ([], true);
        }
    }

    [Fact]
    public async Task SeveralAtOnce_WaitForWhatRunsAndComputeTheRest()
    {
        var cache = new SignalCache();
        var begin = new TaskCompletionSource();
        var running = cache.GetAsync(
            "b",
            async _ =>
            {
                await begin.Task;
                return (Of(2), true);
            },
            Cancellation);
        await GetAsync(cache, "a", 1);
        IReadOnlyList<int>? asked = null;
        var all = cache.GetAsync(
            ["a", "b", "c", "d"],
            (missing, _) =>
            {
                asked = missing;
                return Task.FromResult(((IReadOnlyList<IReadOnlyList<ResultArray>>)[.. missing.Select(static i => Of(i + 1))], true));
            },
            Cancellation);
        begin.SetResult();

        Assert.Equal([1, 2, 3, 4], (await all).Select(static results => results[0].Values.Length));
        Assert.Equal([2, 3], asked);
        Assert.Equal((4, 2), (cache.Computed, (await running)[0].Values.Length));
    }

    [Fact]
    public async Task ForgottenWhileItIsComputed_IsNotKept()
    {
        var cache = new SignalCache();
        var begin = new TaskCompletionSource();
        var running = cache.GetAsync(
            "gone",
            async _ =>
            {
                await begin.Task;
                return (Of(10), true);
            },
            Cancellation);
        cache.Forget(static key => key is "gone");
        begin.SetResult();

        Assert.Single(await running);
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task Failure_IsThrownToAllAndNotRemembered()
    {
        var cache = new SignalCache();

        await Assert.ThrowsAsync<InvalidDataException>(
            () => cache.GetAsync("key", static _ => throw new InvalidDataException("no"), Cancellation));
        Assert.Single(await GetAsync(cache, "key", 10));
    }

    private static Task<IReadOnlyList<ResultArray>> GetAsync(SignalCache cache, object key, int bytes) =>
        cache.GetAsync(key, _ => Task.FromResult((Of(bytes), true)), Cancellation);

    private static IReadOnlyList<ResultArray> Of(int bytes) =>
        [new("values", ResultKind.Single, ElementType.U8, new Extent(bytes), new byte[bytes])];
}
