using System.Diagnostics.Metrics;

namespace Ronchi.Server;

/// <summary>Time that all cores together spent on reading and decoding since the server started.</summary>
internal sealed class StageTimes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _seconds = [];

    public StageTimes()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Ronchi.Sources")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, _, _) =>
        {
            lock (_gate)
                _seconds[instrument.Name] = _seconds.GetValueOrDefault(instrument.Name) + seconds;
        });
        _listener.Start();
    }

    /// <summary>Seconds of one core that went into reading.</summary>
    public double Read => Of("ronchi.read");

    /// <summary>Seconds of one core that went into decoding.</summary>
    public double Decode => Of("ronchi.decode");

    public void Dispose() => _listener.Dispose();

    private double Of(string name)
    {
        lock (_gate)
            return _seconds.GetValueOrDefault(name);
    }
}
