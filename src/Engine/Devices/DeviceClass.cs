namespace Ronchi.Engine;

/// <summary>What computes.</summary>
public enum DeviceClass
{
    /// <summary>A core of the processor.</summary>
    Cpu,

    /// <summary>An accelerator with memory of its own.</summary>
    Accelerator,
}
