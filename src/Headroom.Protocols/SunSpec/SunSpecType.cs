namespace Headroom.Protocols.SunSpec;

/// <summary>How a point of a SunSpec model stands in registers, and which raw value means that the device does not implement it.</summary>
/// <remarks>Source   SunSpec Device Information Model Specification, section on data types.</remarks>
public enum SunSpecType { Int16, UInt16, Enum16, Bitfield32, Int32, UInt32, Acc32, UInt64, Float32, ScaleFactor, Text }
